import { posix } from 'node:path';
import { type Finding, type RepoFile } from './repo.ts';

/** Rules on Markdown: one title, no link into nothing. */
export function documentFindings(files: readonly RepoFile[]): readonly Finding[] {
  const places = new Set(files.flatMap(({ path }) => [path, ...foldersOf(path)]));
  const documents = new Map(files.filter(({ path }) => path.endsWith('.md')).map(({ path, text }) => [path, prose(text)]));
  return [...documents].flatMap(([path, text]) => [...oneTitle(path, text), ...deadLinks(path, text, { places, documents })]);
}

/** Without what stands in fences and code marks: an example is no link and no title. */
function prose(text: string): string {
  return text
    .replaceAll(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()#]/g, ''));
}

function oneTitle(path: string, text: string): readonly Finding[] {
  const titles = text.match(/^# .+$/gm)?.length ?? 0;
  return titles === 1 ? [] : [{ rule: 'one-title', path, says: `${titles} titles (# …), a document has one` }];
}

interface Known {
  readonly places: ReadonlySet<string>;
  readonly documents: ReadonlyMap<string, string>;
}

function deadLinks(path: string, text: string, { places, documents }: Known): readonly Finding[] {
  return [...text.matchAll(/\]\((?!\w+:)<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].flatMap(([, link = '']) => {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), decodeURIComponent(file))).replace(/\/$/, '');
    if (target !== '.' && !places.has(target)) return [{ rule: 'dead-link', path, says: `${link}: no such file` }];
    const document = documents.get(target);
    if (anchor === undefined || document === undefined || anchorsOf(document).has(decodeURIComponent(anchor))) return [];
    return [{ rule: 'dead-link', path, says: `${link}: no such heading` }];
  });
}

/** As GitHub makes them: lower case, punctuation dropped, blanks to hyphens, repeats numbered; or an explicit `<a id>`. */
function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = [...text.matchAll(/^#{1,6} +(.+?)\s*#*$/gm)].map(([, heading = '']) => {
    const shown = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '');
    const slug = shown
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
  return new Set([...headings, ...[...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id)]);
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}
