import { type TSESTree } from '@typescript-eslint/utils';
import { createRule } from './create-rule.ts';

function decoratorNames(node: { readonly decorators?: readonly TSESTree.Decorator[] }): readonly string[] {
  return (node.decorators ?? []).flatMap(({ expression }) => {
    const callee = expression.type === 'CallExpression' ? expression.callee : expression;
    return callee.type === 'Identifier' ? [callee.name] : [];
  });
}

const ACTING = new Set([
  'append',
  'appendAll',
  'execute',
  'send',
  'dispatch',
  'publish',
  'emit',
  'put',
  'save',
  'insert',
  'update',
  'write',
]);

/**
 * Nest's event bus runs handlers after one throw no more and overlaps them, and a saga dies with its first error: nothing that must not be
 * lost may hang on them. Policies on the runner do that work.
 */
export const noDurableEventBus = createRule({
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      saga: 'No @Saga: it dies after one throw. Write a policy (`*.policy.ts`); the runner delivers in order and parks what fails.',
      durable: 'An @EventsHandler does no durable work (`{{name}}`): a failure here is lost. Write a policy (`*.policy.ts`).',
    },
  },
  create(context) {
    let handlers = 0;
    const isHandler = (node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): boolean =>
      decoratorNames(node).includes('EventsHandler');
    const enter = (node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): void => {
      if (isHandler(node)) handlers += 1;
    };
    const leave = (node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): void => {
      if (isHandler(node)) handlers -= 1;
    };
    return {
      ClassDeclaration: enter,
      ClassExpression: enter,
      'ClassDeclaration:exit': leave,
      'ClassExpression:exit': leave,
      Decorator(node): void {
        if (decoratorNames({ decorators: [node] }).includes('Saga')) context.report({ node, messageId: 'saga' });
      },
      AwaitExpression(node): void {
        if (handlers > 0) context.report({ node, messageId: 'durable', data: { name: 'await' } });
      },
      CallExpression(node): void {
        const { callee } = node;
        if (handlers === 0 || callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
        const { name } = callee.property;
        if (ACTING.has(name)) context.report({ node, messageId: 'durable', data: { name } });
      },
    };
  },
});

const OPERATIONS = new Set(['Query', 'Mutation', 'Subscription', 'ResolveField']);
const GUARDS = new Set(['Allow', 'Public']);

/** Deny by default, visible at the method: who may call it stands above it. A field may lean on its resolver's class. */
export const guardedResolver = createRule({
  meta: {
    type: 'problem',
    schema: [],
    messages: { open: 'Say who may call `{{name}}`: @Allow(…) or, for everybody, @Public().' },
  },
  create: (context) => ({
    MethodDefinition(node): void {
      const names = decoratorNames(node);
      const operation = names.find((name) => OPERATIONS.has(name));
      if (operation === undefined || names.some((name) => GUARDS.has(name))) return;
      if (operation === 'ResolveField' && decoratorNames(node.parent.parent).some((name) => GUARDS.has(name))) return;
      const name = node.key.type === 'Identifier' ? node.key.name : operation;
      context.report({ node: node.key, messageId: 'open', data: { name } });
    },
  }),
});
