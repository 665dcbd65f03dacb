import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';

/**
 * The least that Nest and Apollo can be: a page and one query. With a schema and an answer given, its queries answer that constant: what
 * GraphQL costs when nothing is read. Decorators are called as functions: this file runs with its types stripped.
 */
const [schemaFile, answerFile] = process.argv.slice(2);
const typeDefs = schemaFile === undefined ? 'type Query { hello: String }' : readFileSync(schemaFile, 'utf8');
const answer: Readonly<Record<string, unknown>> =
  answerFile === undefined ? { hello: 'hello' } : JSON.parse(readFileSync(answerFile, 'utf8'));
const query = Object.fromEntries(Object.entries(answer).map(([field, value]) => [field, () => value]));

class PageController {
  page(): string {
    return '<!doctype html><title>bare</title>';
  }
}
Controller()(PageController);
Get()(PageController.prototype, 'page', Object.getOwnPropertyDescriptor(PageController.prototype, 'page') ?? {});

class BareModule {}
Module({
  imports: [
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      typeDefs,
      resolvers: { Query: query },
      resolverValidationOptions: { requireResolversForResolveType: 'ignore' },
      playground: false,
      introspection: true,
    }),
  ],
  controllers: [PageController],
})(BareModule);

const app = await NestFactory.create(BareModule, { logger: false });
await app.listen(0, '127.0.0.1');
console.log(JSON.stringify({ url: (await app.getUrl()).replace('[::1]', '127.0.0.1') }));
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
