import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Half a second of a start is compiling what was compiled at the last one. Node keeps it by version and content beside the packages it was
// made from, and starts without where that cannot be written.
enableCompileCache(join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'interlock-compiled'));
await import('./run-main.ts');
