import { type Finding, type RepoFile } from './repo.ts';

const RULEBOOK = 'libs/rulebook/src/';
const TEST = /\.(?:spec|suite|testing|fixtures)\.ts$/;
/** What rules rest on is told, never used. */
const SOURCES = `${RULEBOOK}sources.ts`;
/** The lists of rules print every constant: being told is no use. */
const TEXTS = /^(?:[A-Z_]+_)?RULES$/;

/**
 * A value of law that no code reads is only a text: changed, nothing changes but the rulebook's own tests. Each constant, list and function is
 * used outside the rulebook, by itself or by way of another that is, or its rule says that it is not kept yet.
 */
export function unusedLaw(files: readonly RepoFile[], notYet: readonly string[]): readonly Finding[] {
  const declarations = files
    .filter(({ path }) => path.startsWith(RULEBOOK) && path !== SOURCES && !TEST.test(path))
    .flatMap(declarationsIn);
  const used = reachedFrom(namesImported(files), declarations);
  return declarations
    .filter(({ name, isValue }) => isValue && !TEXTS.test(name) && used.has(name) === notYet.includes(name))
    .map(({ name, path }) => ({
      rule: 'law-unused',
      path,
      says: used.has(name)
        ? `${name} is used outside the rulebook: its rule is kept, take the mark off`
        : `nothing outside the rulebook uses ${name}: use it, take it out, or mark it in its rule as not kept yet`,
    }));
}

interface Declaration {
  readonly path: string;
  readonly name: string;
  readonly isValue: boolean;
  readonly text: string;
}

/** What a file of the rulebook exports or keeps to itself, each with the code up to the next. */
function declarationsIn({ path, text }: RepoFile): readonly Declaration[] {
  return withoutComments(text)
    .split(/^(?=(?:export )?(?:const|function|type|interface) )/m)
    .flatMap((part) => {
      const [, isExported, kind = '', name = ''] = /^(export )?(const|function|type|interface) (\w+)/.exec(part) ?? [];
      if (name === '') return [];
      return [{ path, name, isValue: isExported !== undefined && /^(?:const|function)$/.test(kind), text: part }];
    });
}

function namesImported(files: readonly RepoFile[]): readonly string[] {
  return files
    .filter(({ path }) => /^(?:libs|apps)\/.+\.tsx?$/.test(path) && !path.startsWith(RULEBOOK) && !TEST.test(path))
    .flatMap(({ text }) => [...text.matchAll(/import (?:type )?\{([^}]*)\} from '@interlock\/rulebook'/g)])
    .flatMap(([, names = '']) =>
      names.split(',').map(
        (name) =>
          name
            .trim()
            .replace(/^type /, '')
            .split(' ', 1)[0] ?? '',
      ),
    );
}

function reachedFrom(roots: readonly string[], declarations: readonly Declaration[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const next = [...roots];
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const one of declarations) if (one.name === name && !TEXTS.test(name)) next.push(...(one.text.match(/\b[A-Za-z]\w*\b/g) ?? []));
  }
  return reached;
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/(?<=^|\s)\/\/.*$/gm, '');
}
