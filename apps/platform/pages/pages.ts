import './account.js';
import { Problem, send } from './api.js';
import './forgot-password.js';
import './new-password.js';
import './settings.js';
import './sign-in.js';
import './user-page.js';
import './users.js';

document.getElementById('sign-out')?.addEventListener('click', () => void signOut());

async function signOut(): Promise<void> {
  const message = document.getElementById('sign-out-problem');
  try {
    await send('DELETE', '/session');
    location.assign('/sign-in');
  } catch (error) {
    if (!(error instanceof Problem) || !message) throw error;
    message.textContent = error.detail;
  }
}

const here = [...document.querySelectorAll<HTMLAnchorElement>('header nav a')].findLast(
  ({ pathname }) => location.pathname === pathname || location.pathname.startsWith(`${pathname}/`),
);
here?.setAttribute('aria-current', 'page');
