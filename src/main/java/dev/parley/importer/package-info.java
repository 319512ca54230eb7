/**
 * Other programs' logs as sessions: text or bytes in, what crossed the link out, with a report of what was recognised, ambiguous or
 * lost. One format a file; which one it is tells a score. No I/O, no clock.
 */
package dev.parley.importer;
