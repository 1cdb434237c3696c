// Draws the figures of the page's data blocks, switches between days, and sorts tables by their headings.

(() => {
  const darkness = window.matchMedia('(prefers-color-scheme: dark)');
  // A chart's data stay on this page: no button sends them anywhere.
  const config = {
    responsive: true,
    displaylogo: false,
    showSendToCloud: false,
    plotlyServerURL: '',
    modeBarButtonsToRemove: ['sendChartToCloud', 'select2d', 'lasso2d'],
  };
  let printing = false;

  function themed(layout) {
    const dark = darkness.matches && !printing;
    const text = dark ? '#e3e6ea' : '#1d2127';
    const grid = dark ? '#353b44' : '#e2e5e9';
    const result = { ...layout, font: { family: 'system-ui, sans-serif', size: 12, color: text } };
    result.hoverlabel = { bgcolor: dark ? '#22272e' : '#ffffff', font: { color: text } };
    for (const axis of Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))) {
      result[axis] = { ...layout[axis], gridcolor: grid, linecolor: grid, zerolinecolor: text };
    }
    return result;
  }

  function draw(place) {
    const figure = expandFigure(JSON.parse(document.getElementById(place.dataset.figure).textContent));
    return Plotly.react(place, figure.data, themed(figure.layout), config);
  }

  const places = [...document.querySelectorAll('[data-figure]')];
  const drawAll = () => places.forEach(draw);

  function switchDays() {
    const choice = document.getElementById('day');
    const price = document.getElementById('price');
    if (choice === null || price === null) return;
    const show = () => {
      price.dataset.figure = choice.value;
      draw(price);
    };
    const step = (by) => {
      const next = choice.selectedIndex + by;
      if (next < 0 || next >= choice.options.length) return;
      choice.selectedIndex = next;
      show();
    };
    choice.addEventListener('change', show);
    document.getElementById('day-before').addEventListener('click', () => step(-1));
    document.getElementById('day-after').addEventListener('click', () => step(1));
  }

  function sortKey(row, column) {
    const cell = row.cells[column];
    const text = cell.dataset.sort ?? cell.textContent;
    const number = Number(text);
    return text.trim() === '' || Number.isNaN(number) ? text : number;
  }

  // Numbers before texts, so that what is absent goes to one end.
  function compare(a, b) {
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
    return a < b ? -1 : a > b ? 1 : 0;
  }

  function sortBy(table, heading, column) {
    const descending = heading.getAttribute('aria-sort') === 'ascending';
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    const keyed = [...table.tBodies[0].rows].map((row) => ({ row, key: sortKey(row, column) }));
    keyed.sort((a, b) => (descending ? compare(b.key, a.key) : compare(a.key, b.key)));
    table.tBodies[0].append(...keyed.map(({ row }) => row));
  }

  function sortTables() {
    for (const table of document.querySelectorAll('table.sortable')) {
      [...table.tHead.rows[0].cells].forEach((heading, column) => {
        heading.querySelector('button').addEventListener('click', () => sortBy(table, heading, column));
      });
    }
  }

  drawAll();
  switchDays();
  sortTables();
  darkness.addEventListener('change', drawAll);
  // Paper is white whatever the screen is.
  for (const [event, value] of [
    ['beforeprint', true],
    ['afterprint', false],
  ]) {
    window.addEventListener(event, () => {
      printing = value;
      if (darkness.matches) drawAll();
    });
  }
})();
