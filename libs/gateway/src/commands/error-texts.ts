import { BANK_TEXTS } from './texts/bank-texts.ts';
import { COMMON_TEXTS } from './texts/common-texts.ts';
import { type ErrorTexts, type LocalText } from './texts/local-text.ts';
import { OFFICE_TEXTS } from './texts/office-texts.ts';
import { POLICE_TEXTS } from './texts/police-texts.ts';
import { STORE_TEXTS } from './texts/store-texts.ts';
import { TELECOM_TEXTS } from './texts/telecom-texts.ts';

/** Every code that a command may be refused with, in words, by who says it. No code stands in two of them. */
export const TEXTS_BY_OWNER: readonly { readonly owner: string; readonly texts: ErrorTexts }[] = [
  { owner: 'Several nodes', texts: COMMON_TEXTS },
  { owner: 'Logs, keys and second tokens', texts: STORE_TEXTS },
  { owner: 'Police', texts: POLICE_TEXTS },
  { owner: 'Banks', texts: BANK_TEXTS },
  { owner: 'Operators', texts: TELECOM_TEXTS },
  { owner: 'Joint office', texts: OFFICE_TEXTS },
];

const TEXTS: ReadonlyMap<string, LocalText> = new Map(TEXTS_BY_OWNER.flatMap(({ texts }) => Object.entries(texts)));

/** Whether a node’s refusal has words here: then it may be shown as it is. */
export function hasText(code: string): boolean {
  return TEXTS.has(code);
}

/** A code in words. A node that is newer than this gateway may send one without: it is shown by its own name. */
export function textOf(code: string): LocalText {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return TEXTS.get(code) ?? { zh: `未能办理（${code}）`, en: words.charAt(0).toUpperCase() + words.slice(1) };
}
