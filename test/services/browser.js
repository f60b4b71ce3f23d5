import chromium from '@sparticuz/chromium';
import { access } from 'node:fs/promises';
import { chromium as playwright } from 'playwright-core';

const INSTALLED = [
  process.env['CHROME_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Flags of the package that are for cloud functions: one process for everything, and a GPU in software. */
const FOR_CLOUD_FUNCTIONS =
  /^--(single-process|no-zygote|in-process-gpu|use-gl|use-angle|ignore-gpu-blocklist|enable-unsafe-swiftshader)/;

/** A real Chromium: on Linux from an npm package, elsewhere an installed Chrome. */
export async function launchBrowser() {
  const quiet = [
    '--no-sandbox',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  if (process.platform === 'linux' && process.arch === 'x64')
    return playwright.launchServer({
      executablePath: await chromium.executablePath(),
      // A process for each tab, as in a real browser. To draw without a GPU is faster than with one in software.
      args: [
        ...chromium.args.filter((arg) => !FOR_CLOUD_FUNCTIONS.test(arg)),
        '--disable-gpu',
        ...quiet,
      ],
      headless: true,
    });
  for (const executablePath of INSTALLED)
    if (
      executablePath &&
      (await access(executablePath).then(
        () => true,
        () => false,
      ))
    )
      return playwright.launchServer({ executablePath, args: quiet, headless: true });
  throw new Error('No browser: install Google Chrome, or set CHROME_PATH to a Chromium.');
}
