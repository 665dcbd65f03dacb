import { type KafkaClient, type KafkaClientOptions } from '../kafka-client.ts';

export function makePlatformaticClient(options: KafkaClientOptions): KafkaClient {
  throw new Error(options.clientId);
}
