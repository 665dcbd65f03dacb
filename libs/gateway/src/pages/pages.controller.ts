import { laneStates, nodeStates } from '@interlock/nest-kit';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { type GatewayOptions, GATEWAY_OPTIONS } from '../gateway-options.ts';
import { CONSOLE_PAGE, CONSOLE_SCRIPT, STYLE } from './console.template.ts';
import { firstPage } from './first-page.template.ts';
import { CONTENT_POLICY } from './html.ts';

const HTML = 'text/html; charset=utf-8';
const POLICY = 'content-security-policy';

/** Pages for people, from our own files. They show positions and lags, never a member’s data. */
@Controller()
export class PagesController {
  constructor(@Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions) {}

  @Get()
  @Header('content-type', HTML)
  @Header(POLICY, CONTENT_POLICY)
  first(): string {
    const { nodes, version, clock } = this.options;
    const states = nodeStates(nodes);
    const lanes = laneStates(nodes);
    const problems = [
      ...states.flatMap(({ code, consumers }) =>
        consumers.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${code}: ${name}`])),
      ),
      ...lanes.flatMap(({ from, to, problem }) => (problem === undefined ? [] : [`${from} → ${to}`])),
    ];
    return firstPage({ version, now: clock.now(), problems, nodes: states, lanes });
  }

  @Get('graphiql')
  @Header('content-type', HTML)
  @Header(POLICY, CONTENT_POLICY)
  console(): string {
    return CONSOLE_PAGE;
  }

  @Get('console.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  script(): string {
    return CONSOLE_SCRIPT;
  }

  @Get('style.css')
  @Header('content-type', 'text/css; charset=utf-8')
  style(): string {
    return STYLE;
  }
}
