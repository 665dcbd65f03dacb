import { createRequire } from 'node:module';
import { type KafkaConfig, Kafka } from 'kafkajs';

/** kafkajs with connections that sleep while they have nothing to send. */
export function makeKafka(config: KafkaConfig): Kafka {
  return new Kafka(config);
}

/** What a connection of kafkajs 2.2.4 holds back: too much is under way, or the broker asked it to slow down. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

/**
 * From its first answer to its end each connection looks every millisecond for requests that it holds back, whether there are any or not: a
 * wait until `-1 - Date.now()`, which Node takes for one millisecond, and warns of (tulios/kafkajs #1704 and #1751, never mended). A request
 * that is held back asks for a look itself.
 */
function lookOnlyForWhatIsHeldBack(queue: RequestQueue): void {
  const schedule = queue.scheduleCheckPendingRequests;
  queue.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) schedule.call(this);
  };
}

function isRequestQueue(value: unknown): value is RequestQueue {
  return typeof value === 'object' && value !== null && 'scheduleCheckPendingRequests' in value;
}

const connections: unknown = createRequire(import.meta.url)('kafkajs/src/network/requestQueue');
if (typeof connections === 'function' && isRequestQueue(connections.prototype)) lookOnlyForWhatIsHeldBack(connections.prototype);
