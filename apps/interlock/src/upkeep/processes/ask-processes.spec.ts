import { createServer } from 'node:http';
import { freePorts } from '@interlock/adapters';
import { describe, expect, it } from '@jest/globals';
import { askProcesses } from './ask-processes.ts';

describe('a process that does not say how it is', () => {
  it('is a finding, with what kept it from being heard', async () => {
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${String(port)}`;
    const { processes, findings } = await askProcesses([
      { name: 'police', url },
      { name: 'bank', url, isGone: true },
    ]);
    expect(processes.map(({ name, state }) => [name, state])).toEqual([
      ['police', 'silent'],
      ['bank', 'silent'],
    ]);
    expect(findings).toMatchObject([
      { code: 'SERVICE_SILENT', about: 'police', message: expect.stringContaining('ECONNREFUSED') },
      { code: 'SERVICE_SILENT', about: 'bank', message: expect.stringContaining('ended') },
    ]);
  });

  it('is told from another program that answers in its place', async () => {
    const other = createServer((_, response) => response.end('<h1>hello</h1>'));
    const [port = 0] = await freePorts(1);
    await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening));
    const { findings } = await askProcesses([{ name: 'police', url: `http://127.0.0.1:${String(port)}` }]);
    await new Promise((closed) => other.close(closed));
    expect(findings).toMatchObject([{ code: 'SERVICE_ANSWER_UNREADABLE', about: 'police' }]);
  });
});
