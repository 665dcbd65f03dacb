import { noDeepImport, noDefaultExport, noEnum, noExportStar, noPlainClass } from './lint/module-shape.ts';
import { guardedResolver, noDurableEventBus } from './lint/nest.ts';
import { pureFile } from './lint/pure-file.ts';

/** The linter's plugin `interlock`: the rules of the house that no other plugin knows. */
export const houseRules = {
  rules: {
    'guarded-resolver': guardedResolver,
    'no-deep-import': noDeepImport,
    'no-default-export': noDefaultExport,
    'no-durable-event-bus': noDurableEventBus,
    'no-enum': noEnum,
    'no-export-star': noExportStar,
    'no-plain-class': noPlainClass,
    'pure-file': pureFile,
  },
};
