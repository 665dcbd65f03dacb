import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { EXIT, ROOT } from '@interlock/hosting';
import { afterAll, describe, expect, it } from '@jest/globals';
import { MAIN, interlock, temporaryFolder } from './children.suite.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

describe('interlock up', () => {
  it.each([[[]], [['--detach']]])('is refused at once where the gateway’s port is taken, before anything is made: %j', async (more) => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const data = folder.at('up');
    const up = await interlock(['up', '--data', data, '--port', port, ...more]);
    await new Promise((closed) => other.close(closed));
    expect(up).toMatchObject({ code: 4, out: '', err: expect.stringContaining('The port is taken [EADDRINUSE]') });
    expect(up.err).toContain(`port ${port}`);
    expect(up.err).toMatch(/^fix: name a free one with --port \(0 takes any\)/m);
    expect(existsSync(data)).toBe(false);
  });
});

describe('a process of the city whose lines cannot be written, on a full disk say', () => {
  it.each([
    ['its starter', [MAIN, 'up', '--services', 'nobody']],
    ['a service', [join(ROOT, 'apps/police/dist/main.js')]],
  ])('does not end by that: %s', (_, args) => {
    const full = openSync('/dev/full', 'w');
    const { status } = spawnSync(process.execPath, args, { env: { PATH: process.env['PATH'] }, stdio: ['ignore', full, full] });
    closeSync(full);
    expect(status).toBe(EXIT.usage); // what it would say is that it was told nonsense, or nothing
  });
});
