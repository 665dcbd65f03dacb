import { GraphQLError } from 'graphql';
import { fittingWords, typeWords } from './unfit-input.ts';

/** Names of the schema and of the document itself: fields, types, `$variables`, `@directives`, `Type.field`, `field(argument:)`. */
const NAME = /^[$@]?[A-Za-z_[][\w.![\]]{0,160}(?:\(\w{1,80}:\))?$/;
/** A card’s, a telephone’s or an id number: no name of the schema has so many digits. */
const NUMBER = /\d{6}/;
const LITERAL = /^Expected value of type "([\w![\]]+)", found /;
const FIELD_MISSING = /^Field "(\w+\.\w+)" of required type "([\w![\]]+)" was not provided\.$/;

/**
 * What is wrong with a document, as the caller may read it. A literal is told by what should stand there, and where, never by what was
 * written (P4): it may be personal data. Names stand as they are, unless a number was pasted as one.
 */
export function documentFault(message: string): string {
  const [, type] = LITERAL.exec(message) ?? [];
  if (type !== undefined) return `A literal must be ${typeWords(type)}`;
  const [, field, fieldType] = FIELD_MISSING.exec(message) ?? [];
  if (field !== undefined && fieldType !== undefined) return `Field ${field} is missing: ${typeWords(fieldType)}`;
  const words = fittingWords(message);
  if (words !== undefined) return `A literal ${words}`;
  const [told = ''] = message.split(/ ?Did you mean/);
  return told.replaceAll(/"([^"]*)"/g, (quoted, word: string) => (NAME.test(word) && !NUMBER.test(word) ? quoted : '"…"')).trim();
}

/** Each fault once: several values may break the same type at the same place. */
export function distinctErrors<Shown>(errors: readonly Shown[]): readonly Shown[] {
  const known = new Set<string>();
  return errors.filter((error) => {
    const text = JSON.stringify(error);
    if (known.has(text)) return false;
    known.add(text);
    return true;
  });
}

/** The code that one of our own rules gave an error, whatever it is wrapped in. */
export function innerCode(error: unknown): string | undefined {
  if (!(error instanceof GraphQLError) || !(error.originalError instanceof GraphQLError)) return undefined;
  const { code } = error.originalError.extensions;
  return typeof code === 'string' ? code : undefined;
}
