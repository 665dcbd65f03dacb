/** How our own pages look; fonts of the machine, nothing from outside. */
export const STYLE = `body{font:15px/1.5 system-ui,"Noto Sans SC",sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .6rem;text-align:left}
.good{color:#0a6b2d}.bad{color:#a30000}code{font-family:ui-monospace,monospace;font-size:13px}
@media (prefers-color-scheme:dark){body{background:#151515;color:#eee}a{color:#8ab4f8}.good{color:#6fdc8c}.bad{color:#ff8389}}
`;
