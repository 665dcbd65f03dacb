/** One mistake in a scenario file: where it stands, what it is, what to do. */
export interface Mistake {
  readonly code: MistakeCode;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** `steps[3].move.yuan`; empty for the document itself. */
  readonly path: string;
  readonly reason: string;
}

export type MistakeCode =
  | 'ACCOUNT_NUMBER_CHECK'
  | 'AMOUNT_CHOICE'
  | 'AMOUNT_NOT_POSITIVE'
  | 'AMOUNT_TOO_LARGE'
  | 'BAD_AMOUNT'
  | 'BAD_DURATION'
  | 'BAD_TIME'
  | 'BEFORE_START'
  | 'DUPLICATE_ACCOUNT_NUMBER'
  | 'DUPLICATE_KEY'
  | 'DUPLICATE_NAME'
  | 'FILE_TOO_LARGE'
  | 'ID_NUMBER_CHECK'
  | 'MISSING_KEY'
  | 'MISSING_VERB'
  | 'NEEDS_PHONE'
  | 'PART_OF_FEN'
  | 'PAYMENT_AFTER_REPORT'
  | 'PAYMENT_REPORTED_TWICE'
  | 'PAYMENT_UNKNOWN'
  | 'REPORT_WITHOUT_PAYMENTS'
  | 'SAME_ACCOUNT'
  | 'SEVERAL_VERBS'
  | 'SHARE_OUT_OF_RANGE'
  | 'STATED_NOT_PAID'
  | 'TIME_NOT_QUOTED'
  | 'UNKNOWN_ACCOUNT'
  | 'UNKNOWN_BANK'
  | 'UNKNOWN_KEY'
  | 'UNKNOWN_LINE'
  | 'UNKNOWN_OPERATOR'
  | 'UNKNOWN_PERSON'
  | 'UNKNOWN_REPORT'
  | 'UNKNOWN_VERB'
  | 'UNKNOWN_WARNING'
  | 'WRONG_VALUE'
  | 'YAML_SYNTAX';

export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/** `steps[3].move.yuan`; keys that are no plain words stand in brackets and quotes. */
export function pathText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${String(part)}]`;
    else if (PLAIN_KEY.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** `scenarios/x.yaml:12:7 steps[3].move.yuan: … [PART_OF_FEN]`, one line. */
export function mistakeText(mistake: Mistake): string {
  const { file, line, column, path, reason, code } = mistake;
  return `${file}:${String(line)}:${String(column)} ${path === '' ? '' : `${path}: `}${reason} [${code}]`;
}
