import { randomBytes } from 'node:crypto';
import { laneStates, nodeStates, readinessOf } from '@interlock/nest-kit';
import { Controller, Get, Header, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { type Request, type Response } from 'express';
import { type GatewayOptions, GATEWAY_OPTIONS } from '../gateway-options.ts';
import { firstPage } from './first-page.template.ts';
import { graphiqlFile } from './graphiql-files.ts';
import { GRAPHIQL_SCRIPT, GRAPHIQL_STYLE, graphiqlPage } from './graphiql.template.ts';
import { CONTENT_POLICY, graphiqlPolicy } from './html.ts';
import { STYLE } from './style.template.ts';

const HTML = 'text/html; charset=utf-8';
const CSS = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const POLICY = 'content-security-policy';

/** Pages for people, from our own files. They show positions and lags, never a member’s data. */
@Controller()
export class PagesController {
  constructor(@Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions) {}

  @Get()
  @Header('content-type', HTML)
  @Header(POLICY, CONTENT_POLICY)
  first(@Req() { headers }: Request): string {
    const { nodes, version, clock } = this.options;
    const states = nodeStates(nodes);
    const lanes = laneStates(nodes);
    const { problems } = readinessOf(nodes, false);
    return firstPage({ version, now: clock.now(), host: headers.host ?? '', problems, nodes: states, lanes });
  }

  @Get('style.css')
  @Header('content-type', CSS)
  style(): string {
    return STYLE;
  }

  @Get('graphiql')
  @Header('content-type', HTML)
  graphiql(@Res({ passthrough: true }) response: Response): string {
    const nonce = randomBytes(16).toString('base64');
    response.setHeader(POLICY, graphiqlPolicy(nonce));
    return graphiqlPage(nonce);
  }

  @Get('graphiql/page.js')
  @Header('content-type', SCRIPT)
  graphiqlScript(): string {
    return GRAPHIQL_SCRIPT;
  }

  @Get('graphiql/page.css')
  @Header('content-type', CSS)
  graphiqlStyle(): string {
    return GRAPHIQL_STYLE;
  }

  @Get('graphiql/:name')
  graphiqlFile(@Param('name') name: string, @Res() response: Response): void {
    const found = graphiqlFile(name);
    if (!found) throw new NotFoundException();
    response.sendFile(found.file, { root: found.folder });
  }
}
