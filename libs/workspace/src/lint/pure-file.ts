import { type TSESTree } from '@typescript-eslint/utils';
import { createRule } from './create-rule.ts';

/** What answers differently each time, or acts: never where rules and facts live. Each with what to use instead. */
const AMBIENT: Readonly<Record<string, string>> = {
  process: 'settings arrive as arguments',
  performance: 'the time arrives on the command or the event',
  crypto: 'ids arrive on the command',
  fetch: 'effects happen outside, after an intent event',
  console: 'a rule says it in its answer',
  globalThis: 'everything arrives as arguments',
  setTimeout: 'deadlines are facts, timers only record',
  setInterval: 'deadlines are facts, timers only record',
  setImmediate: 'rules do not schedule',
  queueMicrotask: 'rules do not schedule',
  Promise: 'rules answer at once',
};
/** Hashes are pure; everything else of node:crypto makes keys, ids or chance. */
const HASHES = new Set(['createHash', 'createHmac', 'hash', 'timingSafeEqual']);
const FORBIDDEN_MODULES = /^(?:@nestjs\/|rxjs|uuid$|pino|graphql|@apollo\/)/;
/** The suffix says what a file may import: a pure one none of these. */
const EDGE_FILES = /\.(?:handler|resolver|module|controller|guard|effect|service|worker|interceptor)\.ts$/;

type MessageId = 'date' | 'random' | 'ambient' | 'waiting' | 'module';

/** The same input gives the same answer, today and when it is replayed in ten years. */
export const pureFile = createRule<[{ readonly dates: 'never' | 'of-argument' }], MessageId>({
  meta: {
    type: 'problem',
    defaultOptions: [{ dates: 'never' }],
    schema: [{ type: 'object', properties: { dates: { type: 'string', enum: ['never', 'of-argument'] } }, additionalProperties: false }],
    messages: {
      date: 'A pure file has no Date: the time arrives on the command or the event; use the kernel’s Instant.',
      random: 'A pure file has no chance: Math.random is not replayable.',
      ambient: 'A pure file has no `{{name}}`: {{instead}}.',
      waiting: 'A pure file waits for nothing: no async, no await, no dynamic import.',
      module: 'A pure file does not import `{{name}}`.',
    },
  },
  create(context, [{ dates }]) {
    const imports = (node: TSESTree.ImportDeclaration | TSESTree.ExportNamedDeclaration): void => {
      const name = node.source?.value;
      if (name !== undefined && !isPureImport(node, name)) context.report({ node, messageId: 'module', data: { name } });
    };
    return {
      Identifier(node): void {
        if (!isValue(node)) return;
        if (node.name === 'Date' && !(dates === 'of-argument' && isDateOfArgument(node))) context.report({ node, messageId: 'date' });
        const instead = Object.hasOwn(AMBIENT, node.name) ? AMBIENT[node.name] : undefined;
        if (instead !== undefined && !isDeclared(node, context.sourceCode.getScope(node)))
          context.report({ node, messageId: 'ambient', data: { name: node.name, instead } });
      },
      'MemberExpression[object.name="Math"][property.name="random"]'(node: TSESTree.MemberExpression): void {
        context.report({ node, messageId: 'random' });
      },
      ':function[async=true], AwaitExpression, ImportExpression, ForOfStatement[await=true]'(node: TSESTree.Node): void {
        context.report({ node, messageId: 'waiting' });
      },
      ImportDeclaration: imports,
      ExportNamedDeclaration: imports,
    };
  },
});

function isPureImport(node: TSESTree.ImportDeclaration | TSESTree.ExportNamedDeclaration, name: string): boolean {
  if (name === 'node:crypto' || name === 'crypto')
    return (
      node.type === 'ImportDeclaration' &&
      node.specifiers.every(({ type, local, ...rest }) => type === 'ImportSpecifier' && HASHES.has(importedName(rest) ?? local.name))
    );
  return !name.startsWith('node:') && !FORBIDDEN_MODULES.test(name) && !EDGE_FILES.test(name);
}

function importedName(specifier: object): string | undefined {
  if (!('imported' in specifier)) return undefined;
  const { imported } = specifier;
  return typeof imported === 'object' && imported !== null && 'name' in imported ? String(imported.name) : undefined;
}

/** Not a property's name, not a type. */
function isValue(node: TSESTree.Identifier): boolean {
  const { parent } = node;
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === node || parent.computed;
    case 'Property':
      return parent.value === node;
    case 'TSPropertySignature':
    case 'TSMethodSignature':
    case 'ImportSpecifier':
    case 'ExportSpecifier':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return false;
    case 'TSTypeReference':
      return node.name === 'Date';
    default:
      return true;
  }
}

/** A name of the file's own (a parameter called `process`) is not the ambient one. */
function isDeclared(node: TSESTree.Identifier, scope: Scope | null): boolean {
  for (let at = scope; at; at = at.upper) {
    const variable = at.set.get(node.name);
    if (variable && variable.defs.length > 0) return true;
  }
  return false;
}

interface Scope {
  readonly upper: Scope | null;
  readonly set: ReadonlyMap<string, { readonly defs: readonly unknown[] }>;
}

/** `new Date(text)`, `Date.parse(text)`, `Date.UTC(…)`: a calendar needs them, and they depend on nothing else. */
function isDateOfArgument(node: TSESTree.Identifier): boolean {
  const { parent } = node;
  if (parent.type === 'NewExpression') return parent.callee === node && parent.arguments.length > 0;
  if (parent.type === 'TSTypeReference') return true;
  return parent.type === 'MemberExpression' && parent.property.type === 'Identifier' && ['parse', 'UTC'].includes(parent.property.name);
}
