import { AsyncLocalStorage } from 'node:async_hooks';

const requests = new AsyncLocalStorage<string>();

/** Everything that the work leads to knows the request. */
export function withinRequest<Result>(requestId: string, work: () => Result): Result {
  return requests.run(requestId, work);
}

/** Of the request that is being answered, as its line and its answer name it; nothing outside one. */
export function requestIdNow(): string | undefined {
  return requests.getStore();
}
