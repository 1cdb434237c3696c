// Runs inside a function with `Plotly` and `expandFigure`: puts the library on the page, and draws the figures that wait for it and all that come.

(() => {
  window.quantumtraderFigures ??= { waiting: [] };
  const figures = window.quantumtraderFigures;
  // A chart's data stay on this page: no button sends them anywhere. R$ is money, not the start of a formula.
  const config = {
    responsive: true,
    displaylogo: false,
    showSendToCloud: false,
    plotlyServerURL: '',
    typesetMath: false,
    modeBarButtonsToRemove: ['sendChartToCloud', 'select2d', 'lasso2d'],
  };

  // White paper, as pictures have it: a notebook's colours are not known here, and exported pages have none.
  function onPaper(layout) {
    const result = { ...layout, paper_bgcolor: '#ffffff', plot_bgcolor: '#ffffff' };
    result.font = { family: 'system-ui, sans-serif', size: 12, color: '#1d2127' };
    for (const axis of Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))) {
      result[axis] = { gridcolor: '#e2e5e9', linecolor: '#b9bec5', zerolinecolor: '#9aa1aa', ...layout[axis] };
    }
    return result;
  }

  function drawAt(place, figure) {
    place.removeAttribute('data-qt-figure');
    place.replaceChildren();
    Plotly.newPlot(place, figure.data, onPaper(figure.layout), config);
  }

  // Some front ends run a script before what it belongs to is on the page: what has no place yet is tried again.
  let rounds = 0;
  figures.draw = () => {
    figures.waiting = figures.waiting.filter(({ id, figure }) => {
      const places = document.querySelectorAll(`[data-qt-figure="${id}"]`);
      if (places.length === 0) return true;
      const plain = expandFigure(figure);
      for (const place of places) drawAt(place, plain);
      return false;
    });
    if (figures.waiting.length === 0) rounds = 0;
    else if (rounds++ < 40) setTimeout(figures.draw, 100);
  };
  figures.draw();
})();
