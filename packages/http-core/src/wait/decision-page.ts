import { createHash } from 'node:crypto';

/** A page for a person who follows a link. */
export interface Page {
  html: string;
  headers: Readonly<Record<string, string>>;
}

const STYLE =
  'body{margin:0;font:1.05rem/1.5 system-ui,sans-serif;color-scheme:light dark}' +
  'main{max-width:34rem;margin:12vh auto;padding:0 1.25rem;overflow-wrap:anywhere}' +
  'h1{font-size:1.35rem}p{white-space:pre-wrap}label{display:block;margin:1rem 0}' +
  'textarea{display:block;box-sizing:border-box;width:100%;margin-top:.25rem;font:inherit}' +
  'button{padding:.6rem 1.4rem;font:inherit;font-weight:600;cursor:pointer}';

/** The URL of the page is all that it takes to decide, so nothing of it may leave the page or stay in a cache. */
const headers = (): Page['headers'] => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
});

/** Name of the form field with what the person adds. */
export const COMMENT_FIELD = 'comment';

/**
 * Page that asks for one decision. Only its button decides, by a POST to the same URL: mail scanners and previews follow links too.
 *
 * @param text shown as it is, with its line breaks
 * @param button label of the button
 */
export function decisionPage({ title, text, button }: { title: string; text: string; button: string }): Page {
  return page(
    title,
    `<p>${escaped(text)}</p><form method="post"><label>Comment (optional)<textarea name="${COMMENT_FIELD}" rows="3" maxlength="1000"></textarea></label><button type="submit">${escaped(button)}</button></form>`,
  );
}

/** Page that says something and asks nothing. */
export function messagePage(title: string, text: string): Page {
  return page(title, `<p>${escaped(text)}</p>`);
}

function page(title: string, content: string): Page {
  return {
    headers: headers(),
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main><h1>${escaped(title)}</h1>${content}</main></body></html>`,
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
