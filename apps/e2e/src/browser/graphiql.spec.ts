import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { type GatewayCity, openGatewayCity } from '../gateway/gateway-city.suite.ts';
import { shipped } from '../stories/load.suite.ts';
import { findChromium, openChromium } from './chromium.suite.ts';

const executable = findChromium();
const inChromium = executable === undefined ? it.skip : it;
const unless = executable === undefined ? ' (skipped: no Chromium in PATH; install one, or name it in CHROMIUM)' : '';

let open: GatewayCity;
let browser: Browser | undefined;

beforeAll(async () => {
  open = await openGatewayCity(shipped('wuyi-1.66m'));
  if (executable !== undefined) browser = await openChromium(executable);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await open.stop();
});

interface Visit {
  readonly page: Page;
  /** What it asked for elsewhere; it never gets there. */
  readonly outside: readonly string[];
  /** Scripts that failed, files that are not there, and what the content policy forbade. */
  readonly complaints: readonly string[];
}

/** A page in a window of its own, with everything watched that leaves it. */
async function visit(path: string): Promise<Visit> {
  if (!browser) throw new Error('no browser');
  const page = await (await browser.newContext()).newPage();
  const outside: string[] = [];
  const complaints: string[] = [];
  const { host } = new URL(open.gateway.url);
  const look = (url: string) => {
    const at = new URL(url);
    if (at.protocol !== 'data:' && at.host !== host) outside.push(url);
  };
  page.on('request', (request) => look(request.url()));
  page.on('websocket', (socket) => look(socket.url()));
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(`${open.gateway.url}${path}`);
  return { page, outside, complaints };
}

async function signIn(page: Page, actor: string): Promise<void> {
  const field = page.getByLabel('Bearer token');
  await field.fill(await open.token(actor));
  const schema = page.waitForResponse((response) => response.url().endsWith('/graphql'));
  await field.press('Enter');
  expect((await schema).status()).toBe(200);
}

/** Another operation in the editor, which takes over what was typed once nothing came for 300 ms. */
async function type(page: Page, operation: string): Promise<void> {
  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(operation);
  await page.waitForTimeout(600);
}

const run = (page: Page) => page.getByRole('button', { name: /Execute query/ }).click();
const answer = (page: Page) => page.locator('.graphiql-response');

describe('pages in a browser', () => {
  inChromium(
    `the first page leads to GraphiQL, which opens from this server’s files alone${unless}`,
    async () => {
      const { page, outside, complaints } = await visit('/');
      await page.getByText('All is well').waitFor();
      await page.getByRole('link', { name: 'GraphiQL' }).click();
      await page.getByRole('button', { name: /Execute query/ }).waitFor();
      expect({ outside, complaints }).toEqual({ outside: [], complaints: [] });
      await run(page);
      await answer(page).getByText('TOKEN_MISSING').waitFor();
      expect(outside).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  inChromium(
    `with a token it shows the schema’s words, and answers what is asked${unless}`,
    async () => {
      const { page, outside, complaints } = await visit('/graphiql');
      await signIn(page, 'police/officer');
      await run(page);
      await answer(page).getByText('166000000').first().waitFor();
      await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
      await page.getByRole('link', { name: 'Mutation' }).click();
      await page.getByText('orderStops').first().waitFor();
      await page.getByRole('button', { name: 'Open settings dialog' }).click();
      await page.getByRole('dialog').waitFor();
      expect({ outside, complaints }).toEqual({ outside: [], complaints: [] });
      await page.context().close();
    },
    60_000,
  );

  inChromium(
    `a subscription replays what the member has been told${unless}`,
    async () => {
      const { page, outside, complaints } = await visit('/graphiql');
      await signIn(page, 'police/officer');
      await type(page, 'subscription { caseEvents { cursor head } }');
      await run(page);
      await page.waitForTimeout(4000);
      await page.screenshot({ path: '/tmp/giq/s.png' });
      await answer(page).getByText('"cursor"').first().waitFor();
      expect({ outside, complaints }).toEqual({ outside: [], complaints: [] });
      await page.context().close();
    },
    60_000,
  );

  inChromium(
    `neither token nor operation stays on the machine after the page${unless}`,
    async () => {
      const { page } = await visit('/graphiql');
      await signIn(page, 'police/officer');
      await run(page);
      await answer(page).getByText('166000000').first().waitFor();
      expect(await page.context().cookies()).toEqual([]);
      expect(await page.evaluate('[localStorage.length, sessionStorage.length]')).toEqual([0, 0]);
      await page.reload();
      expect(await page.getByLabel('Bearer token').inputValue()).toBe('');
      await page.context().close();
    },
    60_000,
  );

  inChromium(
    `the content policy holds: nothing can be loaded from, or sent to, another address${unless}`,
    async () => {
      for (const path of ['/', '/graphiql']) {
        const { page, complaints } = await visit(path);
        const outcome = await page.evaluate('fetch("http://127.0.0.2:9/").then(() => "sent", () => "refused")');
        expect(outcome).toBe('refused');
        expect(complaints.join('\n')).toMatch(/Content Security Policy/);
        await page.context().close();
      }
    },
    60_000,
  );
});
