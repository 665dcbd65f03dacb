import { describeOnBroker } from '../kafka-broker/shared-broker.testing.ts';
import { kafkaTroubleSuite } from './kafka-trouble.suite.ts';

await describeOnBroker('lanes on Kafka', (broker) => {
  kafkaTroubleSuite(broker, 'kafkajs');
  kafkaTroubleSuite(broker, 'platformatic');
});
