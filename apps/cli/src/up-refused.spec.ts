import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { interlock, temporaryFolder } from './children.suite.ts';

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
