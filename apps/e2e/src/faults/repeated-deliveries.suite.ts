import { laneTopic } from '@interlock/adapters';
import { Partitioners } from 'kafkajs';
import { independentClient, messagesOn } from '../stories/independent-reader.suite.ts';
import { type CityProcesses } from '../processes/city-processes.suite.ts';

/** Sends what lies on these lanes once more, the last first, as their source. */
export async function repeatDeliveries(
  city: CityProcesses,
  lanes: readonly { readonly from: string; readonly to: string }[],
): Promise<void> {
  const sourceOf = new Map(lanes.map((lane) => [laneTopic('interlock', lane), lane.from]));
  const there = await messagesOn(city, [...sourceOf.keys()]);
  for (const [topic, from] of sourceOf) {
    const producer = independentClient(city, from).producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    await producer.send({ topic, acks: -1, messages: [...(there.get(topic) ?? [])].reverse().map((message) => ({ ...message })) });
    await producer.disconnect();
  }
}
