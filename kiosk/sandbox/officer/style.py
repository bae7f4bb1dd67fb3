"""The officer pages' one style sheet; it is inlined, so the pages need no file and no net."""

STYLE = """
:root{--ink:#20262e;--soft:#5d6875;--line:#dfe3e8;--paper:#fff;--ground:#f3f4f1;--brand:#8f1d1d;--brand2:#b03a2e;
--gold:#e9b949;--ok:#1d6b45;--okbg:#e0f2e7;--warn:#8a5a00;--warnbg:#fdf1d3;--bad:#9b1c1c;--badbg:#fbe3e1;
--info:#1b4f8a;--infobg:#e2edf9;--greybg:#eceff2}
*{box-sizing:border-box}html{font-size:16px}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 "Be Vietnam Pro","Noto Sans","Segoe UI",system-ui,
"DejaVu Sans",sans-serif}
a{color:var(--info)}a:hover{color:var(--brand)}
header.top{background:var(--brand);color:#fff;border-bottom:4px solid var(--gold)}
header.top .in{max-width:1280px;margin:0 auto;padding:.8rem 1.25rem;display:flex;gap:1.5rem;align-items:center;
flex-wrap:wrap}
header.top .name{font-weight:700;font-size:1.1rem;line-height:1.2;color:#fff;text-decoration:none}
header.top .name small{display:block;font-weight:400;opacity:.85;font-size:.8rem}
nav{display:flex;gap:.15rem;flex-wrap:wrap;margin-left:auto}
nav a{color:#fff;text-decoration:none;padding:.4rem .7rem;border-radius:.4rem;font-size:.95rem}
nav a:hover{background:rgba(255,255,255,.14);color:#fff}nav a.here{background:#fff;color:var(--brand);font-weight:600}
.ribbon{background:var(--warnbg);color:var(--warn);text-align:center;font-size:.88rem;padding:.3rem 1rem}
.ribbon.alarm{background:var(--badbg);color:var(--bad);font-weight:600}
main{max-width:1280px;margin:0 auto;padding:1.25rem}
h1{font-size:1.55rem;line-height:1.25;margin:.2rem 0 1rem}h2{font-size:1.15rem;margin:1.5rem 0 .6rem}
h3{font-size:1rem;margin:.2rem 0 .5rem}.card>h2:first-child{margin-top:0}p{margin:.4rem 0}
.lead{color:var(--soft);margin-top:-.6rem}
.card{background:var(--paper);border:1px solid var(--line);border-radius:.7rem;padding:1rem 1.15rem;margin:0 0 1rem;
box-shadow:0 1px 2px rgba(0,0,0,.04)}
.cols{display:grid;grid-template-columns:minmax(0,1fr) 400px;gap:1.25rem;align-items:start}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:1rem}
.grid>.card{margin:0}
@media(max-width:960px){.cols{grid-template-columns:1fr}}
table{width:100%;border-collapse:collapse}
th{text-align:left;font-size:.8rem;font-weight:600;color:var(--soft);padding:.55rem .7rem;border-bottom:2px solid var(--line)}
td{padding:.6rem .7rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
tr:last-child td{border-bottom:0}tbody tr:hover{background:#fafbf9}
table.facts td{padding:.35rem .5rem}table.facts td:first-child{color:var(--soft);width:34%}
table.codes td:first-child{width:5rem}
.wide{overflow-x:auto;padding:.25rem .5rem}
code,.mono{font-family:"JetBrains Mono","DejaVu Sans Mono",Consolas,monospace;font-size:.88em}
.big{font-size:1.7rem;font-weight:700;letter-spacing:.04em}
.soft{color:var(--soft)}.small{font-size:.87rem}.right{text-align:right}.nowrap{white-space:nowrap}
.chip{display:inline-block;border-radius:1rem;padding:.12rem .7rem;font-size:.85rem;font-weight:600;white-space:nowrap;
background:var(--greybg);color:#3c4650}
.chip.ok{background:var(--okbg);color:var(--ok)}.chip.warn{background:var(--warnbg);color:var(--warn)}
.chip.bad{background:var(--badbg);color:var(--bad)}.chip.info{background:var(--infobg);color:var(--info)}
.filters{display:flex;gap:.5rem;flex-wrap:wrap;margin:0 0 1rem}
.filters a{text-decoration:none;border:1px solid var(--line);background:#fff;color:var(--ink);border-radius:1.2rem;
padding:.3rem .85rem;font-size:.92rem}.filters a.here{background:var(--brand);border-color:var(--brand);color:#fff}
button,.button{font:inherit;font-weight:600;border:0;border-radius:.5rem;background:var(--brand);color:#fff;
padding:.55rem 1rem;cursor:pointer;text-decoration:none;display:inline-block}
button:hover,.button:hover{background:var(--brand2);color:#fff}
button.quiet,.button.quiet{background:#fff;color:var(--ink);border:1px solid #c5ccd3}
button.quiet:hover,.button.quiet:hover{background:var(--greybg);color:var(--ink)}
button.grave{background:#fff;color:var(--bad);border:1px solid var(--bad)}button.grave:hover{background:var(--badbg)}
button.good{background:var(--ok)}button.good:hover{background:#175537}
:is(button,.button,a,input,select,textarea,summary):focus-visible{outline:3px solid var(--gold);outline-offset:2px}
form.line{display:flex;gap:.6rem;align-items:end;flex-wrap:wrap}
label{display:block;font-size:.87rem;color:var(--soft);margin:.5rem 0 .15rem}
label.check{display:flex;gap:.5rem;align-items:center;color:var(--ink);font-size:1rem;margin:.35rem 0}
input[type=checkbox],input[type=radio]{width:1.15rem;height:1.15rem;accent-color:var(--brand);flex:none}
input:not([type=checkbox]):not([type=radio]),select,textarea{font:inherit;width:100%;padding:.45rem .6rem;
border:1px solid #c5ccd3;border-radius:.45rem;background:#fff;color:var(--ink)}
textarea{min-height:3.6rem;resize:vertical}
details{border-top:1px solid var(--line);padding:.15rem 0}details:first-of-type{border-top:0}
summary{cursor:pointer;padding:.5rem .2rem;font-weight:600}details[open]>summary{color:var(--brand)}
details form{padding:0 .2rem .8rem}details button{margin-top:.7rem}
.items{border-left:3px solid var(--gold);padding-left:.7rem;margin:.6rem 0}
ol.time{list-style:none;margin:0;padding:0 0 0 1.1rem;border-left:2px solid var(--line)}
ol.time>li{position:relative;padding:0 0 .9rem .3rem}
ol.time>li::before{content:"";position:absolute;left:-1.52rem;top:.4rem;width:.75rem;height:.75rem;border-radius:50%;
background:var(--brand);border:2px solid #fff}
.doc{display:flex;gap:1rem;align-items:flex-start;border-top:1px solid var(--line);padding:.8rem 0}
.doc:first-of-type{border-top:0}
.doc .face{width:92px;height:118px;flex:none;border:1px solid var(--line);border-radius:.35rem;background:var(--greybg);
display:flex;align-items:center;justify-content:center;color:var(--soft);font-weight:700;overflow:hidden}
.doc .face img{width:100%;height:100%;object-fit:cover}
.say{background:var(--infobg);border-radius:.2rem .8rem .8rem .8rem;padding:.6rem .85rem;margin:.3rem 0;max-width:44rem}
.say .otp{font-size:1.5rem;font-weight:700;letter-spacing:.18em;display:block;margin-top:.25rem}
.empty{text-align:center;color:var(--soft);padding:2.5rem 1rem}
.method{background:var(--brand);color:#fff;border-radius:.3rem;padding:.1rem .45rem;font-size:.85rem}
.phone{max-width:420px;margin:1.5rem auto;background:#fff;border-radius:1.6rem;border:10px solid #20262e;padding:1.2rem;
box-shadow:0 10px 30px rgba(0,0,0,.15)}
.phone h1{font-size:1.3rem;text-align:center}.phone button{width:100%;font-size:1.1rem;padding:.8rem;margin-top:.7rem}
.pick{display:flex;gap:.8rem;align-items:center;border:1px solid var(--line);border-radius:.7rem;padding:.7rem .9rem;
margin:.5rem 0;color:var(--ink);font-size:1rem;cursor:pointer}.pick:has(input:checked){border-color:var(--brand);
background:#fdf6f5}
.sheet{max-width:800px;margin:1rem auto;background:#fff;border:1px solid var(--line);padding:2.5rem 3rem;
box-shadow:0 4px 18px rgba(0,0,0,.08)}
.sheet .head{display:grid;grid-template-columns:1fr 1fr;text-align:center;gap:1rem;font-size:.92rem}
.sheet h1{text-align:center;font-size:1.25rem;margin:1.5rem 0 1rem;text-transform:uppercase}
.sheet .sign{display:grid;grid-template-columns:1fr 1fr;text-align:center;margin-top:2.5rem;min-height:6rem}
label.switch{display:flex;gap:.6rem;align-items:center;font-weight:600;font-size:1.02rem;color:var(--ink);margin:0}
td ol,td ul{margin:0;padding-left:1.2rem}.card>form>button{margin-top:.9rem}.bar{margin-top:1rem}
.fault.on{border-color:var(--bad);box-shadow:0 0 0 2px var(--badbg)}
@media print{header.top,.ribbon,nav{display:none}.sheet{border:0;box-shadow:none;padding:0}body{background:#fff}}
"""
