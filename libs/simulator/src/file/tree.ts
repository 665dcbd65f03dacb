import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from 'yaml';
import { type Mistake, type MistakeCode, type Path, pathText } from './mistakes.ts';

/** A YAML value with its place in the text. Numbers keep their source text, so that decimals are read as decimals. */
export type Tree =
  | { readonly kind: 'map'; readonly offset: number; readonly entries: ReadonlyMap<string, Entry> }
  | { readonly kind: 'list'; readonly offset: number; readonly items: readonly Tree[] }
  | Leaf;

interface Entry {
  readonly keyOffset: number;
  readonly value: Tree;
}

interface Leaf {
  readonly kind: 'leaf';
  readonly offset: number;
  readonly value: string | number | boolean | null;
  readonly source: string;
  readonly quoted: boolean;
}

/** Collects what is wrong, with line and column. At most one mistake is kept per place: the first is the plainest. */
export interface Mistakes {
  add(code: MistakeCode, offset: number, path: Path, reason: string): void;
  at(path: string): boolean;
  sorted(): readonly Mistake[];
}

const TEXT_CHARS_MAX = 8_000_000;
const DEPTH_MAX = 50;
const NODES_MAX = 1_000_000;

/** Parses the text. Undefined where there is no tree to look at; the reasons are in `mistakes`. */
export function parseTree(text: string, file: string): { readonly tree?: Tree; readonly mistakes: Mistakes } {
  const lines = new LineCounter();
  const mistakes = collect(file, lines);
  if (text.length > TEXT_CHARS_MAX) {
    mistakes.add('FILE_TOO_LARGE', 0, [], `the file has more than ${String(TEXT_CHARS_MAX)} characters; split the story`);
    return { mistakes };
  }
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false, version: '1.2', schema: 'core' });
  for (const error of document.errors) mistakes.add('YAML_SYNTAX', error.pos[0], [], error.message);
  if (document.errors.length > 0) return { mistakes };
  let nodes = 0;

  function leaf(node: Scalar): Leaf {
    const value = node.value;
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
    const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
    return { kind: 'leaf', offset: node.range?.[0] ?? 0, value: known, source: node.source ?? String(value), quoted };
  }

  function treeOf(node: Node | null, offset: number, path: Path): Tree {
    nodes += 1;
    if (nodes > NODES_MAX || path.length > DEPTH_MAX) {
      if (nodes <= NODES_MAX + 1) mistakes.add('FILE_TOO_LARGE', offset, path, 'too deep or too many values (aliases counted out)');
      return nothing(offset);
    }
    if (isAlias(node)) return treeOf(node.resolve(document) ?? null, node.range?.[0] ?? offset, path);
    const start = node?.range?.[0] ?? offset;
    if (isScalar(node)) return leaf(node);
    if (isSeq<Node>(node))
      return { kind: 'list', offset: start, items: node.items.map((item, index) => treeOf(item, start, [...path, index])) };
    if (!isMap<Node, Node | null>(node)) return nothing(start);
    const entries = new Map<string, Entry>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? (key.source ?? String(key.value)) : '?';
      const keyOffset = key.range?.[0] ?? start;
      if (entries.has(name)) mistakes.add('DUPLICATE_KEY', keyOffset, [...path, name], `${name} is written twice; keep one`);
      else entries.set(name, { keyOffset, value: treeOf(value, keyOffset, [...path, name]) });
    }
    return { kind: 'map', offset: start, entries };
  }

  return { tree: treeOf(document.contents, 0, []), mistakes };
}

function nothing(offset: number): Leaf {
  return { kind: 'leaf', offset, value: null, source: '', quoted: false };
}

function collect(file: string, lines: LineCounter): Mistakes {
  const found = new Map<string, Mistake & { readonly offset: number }>();
  return {
    add(code, offset, path, reason) {
      const text = pathText(path);
      const place = code === 'YAML_SYNTAX' ? `${text}@${String(offset)}` : text;
      if (found.has(place)) return;
      const { line, col } = lines.linePos(offset);
      // A document without any line break has no line starts yet: position 0 then means the first character.
      found.set(place, { code, file, line: Math.max(line, 1), column: Math.max(col, 1), path: text, reason, offset });
    },
    at: (path) => found.has(path),
    sorted: () =>
      [...found.values()]
        .sort((a, b) => a.offset - b.offset)
        .map(({ code, line, column, path, reason }) => ({ code, file, line, column, path, reason })),
  };
}

/** The plain value, for the schema. Maps have no prototype, so that a key like `constructor` is only a key. */
export function plainOf(tree: Tree): unknown {
  switch (tree.kind) {
    case 'leaf':
      return tree.value;
    case 'list':
      return tree.items.map(plainOf);
    case 'map':
      return Object.assign(Object.create(null), Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, plainOf(value)])));
  }
}

/** What stands at a path; the nearest value above where there is nothing. */
export function treeAt(tree: Tree, path: Path): Tree {
  let here = tree;
  for (const part of path) {
    const next = typeof part === 'number' ? itemOf(here, part) : fieldOf(here, part);
    if (!next) return here;
    here = next;
  }
  return here;
}

export function fieldOf(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'map' ? tree.entries.get(key)?.value : undefined;
}

function itemOf(tree: Tree | undefined, index: number): Tree | undefined {
  return tree?.kind === 'list' ? tree.items[index] : undefined;
}

/** Offset of a key itself: the place to show for a key that should not be there. */
export function keyOffset(tree: Tree, path: Path, key: string): number {
  const map = treeAt(tree, path);
  return (map.kind === 'map' ? map.entries.get(key)?.keyOffset : undefined) ?? map.offset;
}
