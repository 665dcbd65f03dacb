import { exchangeSuite } from '../conformance/exchange.suite.ts';
import { describeOnBroker } from '../kafka-broker/shared-broker.testing.ts';
import { exchangesOn } from './exchanges-under-test.testing.ts';

await describeOnBroker('lanes on Kafka by kafkajs', (broker) => {
  exchangeSuite('kafkajs', exchangesOn(broker, 'kafkajs'));
});
