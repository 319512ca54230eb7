/**
 * Hosts that behave as some firmware does: a script of AT lines, and a small TLS client with the habits it is given. They stand in
 * for the device whose engineer asks why it fails.
 */
@NullMarked
package dev.parley.sim.host;

import org.jspecify.annotations.NullMarked;
