/** Style sheet of the control room, light and dark. */
export const controlRoomStyle = `
:root{--ground:#f4f5f8;--card:#fff;--ink:#1b1f2a;--soft:#667085;--line:#e3e6ee;--accent:#3553d8;--on-accent:#fff;
--good:#0b7a4b;--good-bg:#e2f5ec;--warn:#8a5a00;--warn-bg:#fdf1d8;--bad:#b3261e;--bad-bg:#fde8e6;--chip:#eceef4}
@media (prefers-color-scheme:dark){:root{--ground:#11141b;--card:#191d27;--ink:#e8eaf1;--soft:#98a1b3;--line:#2a303e;--accent:#8ea2ff;--on-accent:#10131c;
--good:#6fd7a6;--good-bg:#12352a;--warn:#f0c46a;--warn-bg:#3a2d10;--bad:#ff9b92;--bad-bg:#43201f;--chip:#262c3a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1,h2,h3,p{margin:0}
h1{font-size:20px;letter-spacing:-.01em}h1 span{color:var(--soft);font-weight:400}
h2{font-size:16px}h3{font-size:15px}
.bar{display:flex;flex-wrap:wrap;gap:12px 24px;justify-content:space-between;align-items:center;padding:16px 24px;background:var(--card);border-bottom:1px solid var(--line)}
.bar p,.facts,.empty{color:var(--soft);font-size:13px}
.tools{display:flex;flex-wrap:wrap;gap:12px;align-items:center;font-size:13px}
select,button,textarea{font:inherit;font-size:13px;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:6px 12px}
button{cursor:pointer;white-space:nowrap}
button:hover:not(:disabled){border-color:var(--accent)}
button:focus-visible,select:focus-visible,textarea:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
button:disabled{opacity:.4;cursor:default}
.primary{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
main{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:16px;padding:16px 24px 32px;max-width:1280px;margin:0 auto;align-items:start}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;display:grid;gap:12px;min-width:0}
section>header,.row{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:8px 12px}
.wide,.armed{grid-column:1/-1}
.armed,#message:not(:empty){background:var(--warn-bg);color:var(--warn);border-radius:8px;padding:8px 12px;font-size:13px}
#message:not(:empty){margin:12px 24px 0}
.buttons{display:flex;flex-wrap:wrap;gap:8px}
.alert{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:12px;border:1px solid var(--line);border-left:4px solid var(--soft);border-radius:8px;padding:12px}
.alert.bad{border-left-color:var(--bad)}.alert.warn{border-left-color:var(--warn)}.alert.good{border-left-color:var(--good)}
.what{flex:1 1 320px;min-width:0;overflow-wrap:anywhere;display:grid;gap:4px}
.what p{white-space:pre-line}
.note{border-left:2px solid var(--line);padding-left:8px;font-size:13px}
.team{display:grid;gap:8px}.team+.team{border-top:1px solid var(--line);padding-top:12px}
.chip{display:inline-block;font-size:12px;font-weight:500;line-height:20px;padding:0 8px;border-radius:10px;background:var(--chip)}
.chip.good{background:var(--good-bg);color:var(--good)}.chip.warn{background:var(--warn-bg);color:var(--warn)}.chip.bad{background:var(--bad-bg);color:var(--bad)}
.scroll{overflow:auto;max-height:360px}
table{border-collapse:collapse;width:100%;font-size:13px}
td{padding:6px 12px 6px 0;border-top:1px solid var(--line);vertical-align:top}
tr:first-child td{border-top:0}
code{font:12px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
dialog{border:1px solid var(--line);border-radius:12px;background:var(--card);color:inherit;padding:20px;width:min(440px,90vw)}
dialog::backdrop{background:#0008}
dialog form,dialog label{display:grid;gap:12px}dialog .buttons{justify-content:flex-end}
`;
