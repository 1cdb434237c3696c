// Takes nothing; gives the style sheet of a notebook's page, on screen and on paper.

export const PAGE_STYLE = `
body { margin: 0; background: #fff; color: #1d2127; font: 15px/1.55 system-ui, sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 24px 20px 60px; }
section { margin: 0 0 18px; }
pre, code { font-family: ui-monospace, SFMono-Regular, Consolas, 'DejaVu Sans Mono', monospace; font-size: 13px; }
pre { margin: 0; overflow-x: auto; line-height: 1.45; }
.code { position: relative; }
.prompt { color: #6b7280; font: 12px ui-monospace, Consolas, monospace; }
.source, .markdown pre { background: #f5f6f8; border: 1px solid #e2e5e9; border-radius: 4px; padding: 8px 12px; }
.source { white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; }
.output { margin: 8px 0 0; overflow-x: auto; max-height: 900px; overflow-y: auto; }
.output pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 2px 12px; }
.stderr { background: #fdf6e3; }
.error { background: #fdf0ef; border-left: 3px solid #c0322b; }
.output img, .markdown img { max-width: 100%; }
.markdown code { background: #f0f1f4; padding: 1px 4px; border-radius: 3px; }
.markdown pre code { background: none; padding: 0; }
blockquote { margin: 0 0 12px; padding-left: 14px; border-left: 3px solid #d5d9df; color: #4a5058; }
table { border-collapse: collapse; margin: 0 0 12px; }
th, td { border: 1px solid #d5d9df; padding: 3px 9px; text-align: left; }
h1, h2, h3, h4 { line-height: 1.25; margin: 22px 0 10px; }
a { color: #1f5fbf; }
@media print { .output { max-height: none; } section { break-inside: avoid-page; } }
`;
