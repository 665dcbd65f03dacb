/** Text as HTML shows it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export interface Page {
  readonly title: string;
  readonly body: string;
  /** Paths of our own. */
  readonly styles: readonly string[];
  /** Paths of our own, run in this order after the body. */
  readonly scripts?: readonly string[];
  /** What a script of this very answer may show to write a style. */
  readonly nonce?: string;
}

/** A page of our own files only: no outside address, also if a text tried to bring one. */
export function page({ title, body, styles, scripts = [], nonce }: Page): string {
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><link rel="icon" href="data:,">${styles.map((path) => `<link rel="stylesheet" href="${path}">`).join('')}</head>
<body>
${body}
${scripts.map((path) => `<script src="${path}"${nonce === undefined ? '' : ` nonce="${nonce}"`}></script>`).join('\n')}
</body>
</html>
`;
}

const OWN_FILES = ["script-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];

/** What a page of ours may load: its own files, and what lies in them. */
export const CONTENT_POLICY = ["default-src 'none'", "style-src 'self'", 'img-src data:', ...OWN_FILES].join('; ');

/** GraphiQL carries fonts and pictures inside its style sheet; its dialogs write one style element, which must show this page’s nonce. */
export function graphiqlPolicy(nonce: string): string {
  return ["default-src 'none'", `style-src 'self' 'nonce-${nonce}'`, 'font-src data:', 'img-src data:', ...OWN_FILES].join('; ');
}
