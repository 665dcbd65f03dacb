import { ESLintUtils } from '@typescript-eslint/utils';

/** A house rule; its name in messages is `interlock/<file name>`. */
export const createRule = ESLintUtils.RuleCreator.withoutDocs;
