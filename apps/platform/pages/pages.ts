import { send } from './api.js';
import './invitation.js';
import './settings.js';
import './sign-in.js';
import './users.js';

document.getElementById('sign-out')?.addEventListener('click', () => {
  void send('DELETE', '/session').then(() => location.assign('/sign-in'));
});

const here = [...document.querySelectorAll<HTMLAnchorElement>('header nav a')].findLast(
  ({ pathname }) => location.pathname === pathname || location.pathname.startsWith(`${pathname}/`),
);
here?.setAttribute('aria-current', 'page');
