"""How the saved report looks: light, dark, on a phone and printed. The colours are the window's."""

STYLE = """\
:root{--page:#f6f7f9;--card:#fff;--line:#dfe3e8;--text:#1a2230;--muted:#5b6675;--good:#1b7f4b;--bad:#b3261e;\
--warn:#8a5a00;color-scheme:light}
@media screen and (prefers-color-scheme:dark){:root{--page:#14181f;--card:#1b212a;--line:#2c3541;--text:#e7ebf0;\
--muted:#9da8b6;--good:#5fcf95;--bad:#ff8a80;--warn:#f2c56b;color-scheme:dark}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--text);background:var(--page);\
max-width:62rem;margin:0 auto;padding:2rem 1.5rem 3rem;overflow-wrap:break-word}
header,section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem 1.25rem;\
margin:0 0 1rem}
header{border-left-width:6px}header.good{border-left-color:var(--good)}header.bad{border-left-color:var(--bad)}\
header.warn{border-left-color:var(--warn)}
h1{font-size:1.4rem;line-height:1.3;margin:0 0 .5rem}h2{font-size:1.05rem;margin:0 0 .5rem}
h3{font-size:.95rem;margin:1.25rem 0 .25rem}p{margin:.25rem 0}ol{margin:.25rem 0;padding-left:1.4rem}
li{margin:.25rem 0}
.lead{font-size:1.05rem;margin-bottom:.75rem}
.muted,footer{color:var(--muted)}footer{font-size:.85rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-top:1px solid var(--line);\
overflow-wrap:anywhere}
thead th{border-top:0;color:var(--muted);font-weight:600;overflow-wrap:normal}
th[scope=row]{width:14rem;color:var(--muted);font-weight:400}
td.number,th.number{white-space:nowrap;text-align:right}td:last-child,th:last-child{padding-right:0}
code,pre{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.85em}
.wide td{min-width:4.5rem}.wide strong{display:block;max-width:15rem}
.wide td:first-child,.wide td:last-child{overflow-wrap:normal}
code,.wide td:first-child code{overflow-wrap:anywhere}.wide td:last-child code{white-space:nowrap}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0 0;padding:.5rem .75rem;\
border:1px solid var(--line);border-radius:6px;background:var(--page)}
.word{font-weight:600;white-space:nowrap}.word.good{color:var(--good)}.word.bad{color:var(--bad)}
.word.warn{color:var(--warn)}.word.none{color:var(--muted)}
@media screen and (max-width:44rem){body{padding:1rem .75rem 2rem}header,section{padding:.9rem 1rem}
.wide thead{display:none}.wide,.wide tbody,.wide tr,.wide td{display:block;width:100%}
.wide tr{border-top:1px solid var(--line);padding:.5rem 0}.wide td{border:0;padding:.1rem 0}
.wide td.number{text-align:left}.wide td code{white-space:normal!important}.wide strong{display:inline}
.wide td[data-name]:before{content:attr(data-name) ": ";color:var(--muted)}
th[scope=row]{width:38%}}
@media print{@page{margin:15mm}*{color:#000!important;background:#fff!important}
body{font-size:10pt;max-width:none;padding:0}header,section{border:0;border-radius:0;padding:0;margin:0 0 6mm}
h2{border-bottom:1px solid #000}h2,h3{break-after:avoid}tr,li{break-inside:avoid}thead{display:table-header-group}
th,td{border-color:#999}pre{border-color:#999}.request,.short{break-inside:avoid}}"""
