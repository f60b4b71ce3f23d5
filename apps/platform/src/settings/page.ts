import type { SignedInUser } from '../session/sessions.js';
import { escapeHtml } from '../mail/letter.js';

/** The layout of every page: plain HTML with separate script and style files. */
export function page(
  title: string,
  body: string,
  { user, script }: { user?: SignedInUser; script?: string } = {},
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Platform</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/platform.css">
${script ? `<script type="module" src="${script}"></script>` : ''}
<script type="module" src="/assets/pages.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
${user ? header(user) : '<header class="bar"><span class="brand">Platform</span></header>'}
<main id="main" tabindex="-1">
${body}
</main>
</body>
</html>`;
}

const header = (user: SignedInUser): string => `<header class="bar">
<span class="brand">Platform</span>
<nav aria-label="Settings">
<a href="/settings">Settings</a>
<a href="/settings/users">Users</a>
<a href="/settings/users/batch-upload">Batch Upload</a>
</nav>
<a class="me" href="/account">${escapeHtml(user.name)}</a>
<button type="button" id="sign-out">Sign out</button>
<p id="sign-out-problem" role="alert"></p>
</header>`;
