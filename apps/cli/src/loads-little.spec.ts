import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '@interlock/hosting';

/** Prints the packages that a module loads, itself not run further than that. */
const PACKAGES_OF = `
import { registerHooks } from 'node:module';
const packages = new Set();
registerHooks({
  load(url, context, next) {
    const [, name] = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
    if (name) packages.add(name);
    return next(url, context);
  },
});
await import(process.argv[1]);
console.log(JSON.stringify([...packages]));
`;

/** Large, and of use only where lanes travel over Kafka, logs lie on a server, or processes are called or traced. */
const LARGE = [
  'kafkajs',
  '@platformatic/kafka',
  '@kurrent/kurrentdb-client',
  '@grpc/grpc-js',
  '@peculiar/x509',
  'undici',
  '@opentelemetry/sdk-trace',
];

describe('the city in one process', () => {
  it('loads no client of brokers, servers and other processes: half of its start would be that', () => {
    const module = join(ROOT, 'apps', 'interlock', 'dist', 'index.js');
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PACKAGES_OF, module], { encoding: 'utf8' });
    expect(stderr).not.toContain('Error');
    expect(stdout).toContain('"@nestjs/core"');
    expect(LARGE.filter((name) => stdout.includes(`"${name}"`))).toEqual([]);
  });
});
