/**
 * Ends this process when its parent is gone. npm passes SIGTERM to the shell that runs its script, and many shells
 * die without passing it on.
 */
const parent = process.ppid;
const timer = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(timer);
  process.kill(process.pid, 'SIGTERM');
}, 250);
timer.unref();
