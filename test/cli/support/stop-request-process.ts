// Runs until it is asked to stop, then a little longer: says what happens on standard output.
import { StopRequest } from '../../../src/cli/stop-request.ts';

const LATER_MS = 300;

const stop = new StopRequest((why) => console.log(why));
const poll = setInterval(() => {
  if (!stop.isAsked) return;
  clearInterval(poll);
  stop.close();
  console.log('closed');
  setTimeout(() => console.log('done'), LATER_MS);
}, 10);
console.log('ready');
