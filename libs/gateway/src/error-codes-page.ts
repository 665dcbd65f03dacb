import { TEXTS_BY_OWNER } from './commands/error-texts.ts';
import { OPERATION_CODES } from './operation-codes.ts';

/** Every code of the API with its words: docs/error-codes.md, which a spec compares. */
export function errorCodesPage(): string {
  return `${[
    '# Error codes of the API',
    '',
    'Made by `node scripts/print-schema.mjs`. A client branches on the code and shows the text. The schema has codes as text and not as an',
    'enum: a refusal comes from the node that owns the stream, which may be newer than the gateway before it, and a code that the gateway does',
    'not know yet has to reach the caller all the same. No code is ever taken away or given another meaning.',
    '',
    '## Refusals of a command',
    '',
    'In `errors` of the payload, one for each fault or account, with `rule`, `path` and `details`; HTTP status 200.',
    '',
    ...TEXTS_BY_OWNER.flatMap(({ owner, texts }) => [
      `### ${owner}`,
      '',
      ...Object.entries(texts).map(([code, { zh, en }]) => `- \`${code}\`: ${en}. ${zh}。`),
      '',
    ]),
    '## Refusals of a whole operation',
    '',
    'In `errors[].extensions.code` above the data, with the HTTP status where nothing of the operation ran.',
    '',
    ...[...OPERATION_CODES].map(
      ([code, { status, means }]) => `- \`${code}\`${status === undefined ? '' : ` (${String(status)})`}: ${means}`,
    ),
  ].join('\n')}\n`;
}
