import { type MachineTime } from '@interlock/kernel';
import { type EventLoop } from './event-loop.ts';

/** One run of a node's process. Once it is over, nothing that it waits for comes, and nothing that it calls is done. */
export interface Life {
  readonly code: string;
  readonly time: MachineTime;
  isOver(): boolean;
  end(how: 'died' | 'stopped'): void;
  /** Rejects when it is over: for those who wait for this process from outside. */
  readonly ended: Promise<never>;
  onEnd(listener: (how: 'died' | 'stopped') => void): void;
}

/** Whoever waited for a process learns that it is gone. */
export class ProcessGone extends Error {
  override readonly name = 'ProcessGone';
  readonly code = 'NODE_UNAVAILABLE';
}

export function beginLife(code: string, loop: EventLoop): Life {
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined); // nobody need be waiting
  const listeners: ((how: 'died' | 'stopped') => void)[] = [];
  let isOver = false;
  const after: MachineTime['after'] = (ms, callback) =>
    loop.after(ms, () => {
      if (!isOver) callback();
    });
  return {
    code,
    time: { nowMs: loop.nowMs, after, turn: () => new Promise((resolve) => after(0, resolve)) },
    isOver: () => isOver,
    end(how) {
      if (isOver) return;
      isOver = true;
      ended.reject(new ProcessGone(`${code} ${how}`));
      for (const listener of listeners) listener(how);
    },
    ended: ended.promise,
    onEnd: (listener) => void listeners.push(listener),
  };
}
