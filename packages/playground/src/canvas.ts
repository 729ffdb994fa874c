import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from './find-chromium';
import type { Playground } from './playground';

export type Theme = 'light' | 'dark';

/** Animations of n8n take some 300 ms; there is no event for their end. */
const SETTLE_MS = 1_500;
/** The editor is 20 MB of JavaScript; on two cores the first page takes 5 to 15 s. */
const PAGE_TIMEOUT_MS = 90_000;

const testId = (name: string) => `[data-test-id="${name}"]`;

/** One browser window in n8n, logged in as the owner of a playground. */
export class Canvas {
  private constructor(
    private readonly playground: Playground,
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  /** @throws PlaygroundError without a browser */
  static async open(playground: Playground, theme: Theme): Promise<Canvas> {
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
    const context = await browser.newContext({
      colorScheme: theme,
      viewport: { width: 1280, height: 840 },
      deviceScaleFactor: 1.5,
      reducedMotion: 'reduce',
    });
    // Nothing of the picture may depend on the internet.
    await context.route(
      (url) => url.origin !== playground.url && !url.protocol.startsWith('data'),
      (route) => route.abort(),
    );
    const page = await context.newPage();
    page.setDefaultTimeout(PAGE_TIMEOUT_MS);
    const canvas = new Canvas(playground, browser, page);
    try {
      await canvas.#logIn();
    } catch (error) {
      await canvas.close();
      throw error;
    }
    return canvas;
  }

  /** Shows a workflow, all of it. */
  async show(workflowId: string): Promise<void> {
    await this.page.goto(`${this.playground.url}/workflow/${workflowId}`);
    await this.page.locator(testId('canvas-node')).first().waitFor();
    await this.page.waitForTimeout(SETTLE_MS);
    await this.page.locator(testId('zoom-to-fit')).click();
    await this.#lookAway();
  }

  /** Presses the "Execute workflow" of a trigger node and waits until another node shows its success. */
  async execute(triggerNode: string, lastNode: string): Promise<void> {
    await this.#node(triggerNode).hover();
    await this.page
      .locator(`[data-test-id=${JSON.stringify(`execute-workflow-button-${triggerNode}`)}]`)
      .click();
    await this.#node(lastNode).locator(testId('canvas-node-status-success')).waitFor();
    await this.page.locator('.el-notification__closeBtn').click();
    await this.#lookAway();
  }

  /** Opens the details of a node. */
  async openNode(name: string): Promise<void> {
    await this.#node(name).dblclick();
    await this.page.locator(testId('ndv')).waitFor();
    await this.page.waitForTimeout(SETTLE_MS);
  }

  async closeNode(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.locator(testId('ndv')).waitFor({ state: 'hidden' });
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  /** Leaves nothing hovered, and no message on its way in or out. */
  async #lookAway(): Promise<void> {
    await this.page.mouse.move(900, 830);
    await this.page.waitForTimeout(SETTLE_MS);
  }

  #node(name: string) {
    return this.page.locator(`${testId('canvas-node')}[data-node-name=${JSON.stringify(name)}]`);
  }

  async #logIn(): Promise<void> {
    const { email, password } = this.playground.login;
    await this.page.goto(`${this.playground.url}/signin`);
    await this.page.locator('input[name="emailOrLdapLoginId"]').fill(email);
    await this.page.locator('input[name="password"]').fill(password);
    await this.page.locator(testId('form-submit-button')).click();
    await this.page.waitForURL((url) => !url.pathname.includes('signin'));
  }
}
