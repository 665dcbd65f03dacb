import { exchangeSuite } from '../../conformance/exchange.suite.ts';
import { describeOnBroker } from '../../kafka-broker/shared-broker.testing.ts';
import { exchangesOn } from '../exchanges-under-test.testing.ts';

await describeOnBroker('lanes on Kafka by @platformatic/kafka', (broker) => {
  exchangeSuite('@platformatic/kafka', exchangesOn(broker, 'platformatic'));
});
