import { type TSESTree } from '@typescript-eslint/utils';
import { createRule } from './create-rule.ts';

/** A library says name by name what it gives: a reader sees it, and knip can tell what nobody takes. */
export const noExportStar = createRule({
  meta: { type: 'problem', schema: [], messages: { star: 'Name each export: `export *` hides what a module gives.' } },
  create: (context) => ({
    ExportAllDeclaration: (node) => {
      context.report({ node, messageId: 'star' });
    },
  }),
});

/** One name for one thing, from the file that makes it to every file that uses it. */
export const noDefaultExport = createRule({
  meta: { type: 'problem', schema: [], messages: { unnamed: 'Export it by name: a default export has another name in every file.' } },
  create: (context) => ({
    ExportDefaultDeclaration: (node) => {
      context.report({ node, messageId: 'unnamed' });
    },
    ExportSpecifier: (node) => {
      if (node.exported.type === 'Identifier' && node.exported.name === 'default') context.report({ node, messageId: 'unnamed' });
    },
  }),
});

/** Unions of strings say the same, survive JSON, and need no import. */
export const noEnum = createRule({
  meta: { type: 'problem', schema: [], messages: { enumeration: 'Use a union of string literals instead of an enum.' } },
  create: (context) => ({
    TSEnumDeclaration: (node) => {
      context.report({ node, messageId: 'enumeration' });
    },
  }),
});

const PROJECT = /^(?:.*[\\/])?(?:libs|apps)[\\/][^\\/]+[\\/](?=src[\\/])/;

/** Libraries meet at their roots only: what index.ts does not name is nobody else's. */
export const noDeepImport = createRule({
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      deep: 'Import from `{{library}}`: what its index.ts does not name is private to it.',
      outside: 'This relative import leaves the project: import the other one by its name.',
    },
  },
  create(context) {
    const check = (source: TSESTree.Expression | null): void => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const specifier = source.value;
      const deep = /^(@interlock\/[^/]+)\/(?!package\.json$)/.exec(specifier);
      if (deep) context.report({ node: source, messageId: 'deep', data: { library: deep[1] ?? '' } });
      if (specifier.startsWith('.') && leavesProject(context.filename, specifier)) context.report({ node: source, messageId: 'outside' });
    };
    return {
      ImportDeclaration: (node) => {
        check(node.source);
      },
      ExportNamedDeclaration: (node) => {
        check(node.source);
      },
      ImportExpression: (node) => {
        check(node.source);
      },
    };
  },
});

/** Counts folders: a path inside the project has as many as it may climb. */
function leavesProject(filename: string, specifier: string): boolean {
  const project = PROJECT.exec(filename);
  if (!project) return false;
  const inside = filename.slice(project[0].length).split(/[\\/]/);
  const climbs = specifier.split('/').filter((part) => part === '..').length;
  return climbs > inside.length - 1;
}

const CLASSES_TO_EXTEND = /(?:Error|Command|Query|Module|Indicator|Guard|Strategy)$/;

/** Functions carry the rules; a class stands only where Nest needs one, or to be an error. */
export const noPlainClass = createRule({
  meta: {
    type: 'problem',
    schema: [],
    messages: { plain: 'Write functions: a class is for Nest (decorated, or a Command or Query) or an Error.' },
  },
  create: (context) => ({
    'ClassDeclaration, ClassExpression'(node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): void {
      const superName = node.superClass?.type === 'Identifier' ? node.superClass.name : '';
      if (node.decorators.length === 0 && !CLASSES_TO_EXTEND.test(superName)) context.report({ node, messageId: 'plain' });
    },
  }),
});
