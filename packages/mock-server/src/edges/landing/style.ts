/** The page's only style sheet; colours follow the reader's light or dark preference. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #ffffff; --line: #dfe3e8; --ink: #16202c; --soft: #56636f;
  --accent: #0b6e75; --accent-ink: #ffffff; --code: #f0f3f5; --ok: #1d7f45;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10151b; --card: #18202a; --line: #2b3744; --ink: #e8edf2; --soft: #9fb0bf;
    --accent: #4fc3c7; --accent-ink: #06282a; --code: #0f161e; --ok: #59c98a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.55 system-ui, sans-serif; }
header, main { max-width: 76rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.5rem; padding-bottom: 1rem; }
h1 { margin: 0; font-size: 1.9rem; letter-spacing: -0.02em; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.2rem; }
h3 { margin: 0; font-size: 0.95rem; }
p { margin: 0.35rem 0; }
.soft { color: var(--soft); }
.ready { color: var(--ok); font-weight: 600; }
.ready::before { content: ""; display: inline-block; width: 0.6em; height: 0.6em; margin-right: 0.45em; border-radius: 50%; background: currentColor; }
.columns { columns: 31rem; column-gap: 1rem; }
.columns > .card { break-inside: avoid; margin-bottom: 1rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.1rem; min-width: 0; }
.card > p { font-size: 0.9rem; }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.title { display: flex; align-items: baseline; justify-content: space-between; gap: 1rem; }
pre { margin: 0.6rem 0 0; padding: 0.7rem 0.85rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--code); border: 1px solid var(--line); border-radius: 7px; }
button { font: inherit; font-size: 0.8rem; padding: 0.1rem 0.6rem; color: var(--accent); background: var(--card); border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; }
h3 + table { margin-top: 0.4rem; }
th, td { padding: 0.3rem 0.6rem 0.3rem 0; text-align: left; vertical-align: baseline; border-top: 1px solid var(--line); }
tr:first-child > * { border-top: 0; }
th { font-weight: 500; min-width: 6.5rem; overflow-wrap: break-word; }
td code { overflow-wrap: anywhere; }
td.does { white-space: nowrap; text-align: right; padding-right: 0; }
a { color: var(--accent); }
a.desk { display: inline-block; padding: 0.1rem 0.7rem; font-size: 0.85rem; color: var(--accent-ink); background: var(--accent); border-radius: 6px; text-decoration: none; }
.empty { color: var(--soft); font-style: italic; }
footer { max-width: 76rem; margin: 2.5rem auto 0; padding: 1rem 1.5rem 2.5rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.9rem; }
.told { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
h2 .copied { display: inline-block; font-weight: 400; margin-left: 0.6rem; }
@media (max-width: 36rem) {
  tr { display: grid; grid-template-columns: 1fr auto; border-top: 1px solid var(--line); padding: 0.3rem 0; }
  tr:first-child { border-top: 0; }
  th, td { border: 0; padding: 0; }
  td { grid-row: 2; grid-column: 1 / -1; }
  td.does { grid-row: 1; grid-column: 2; }
}
`;
