/**
 * The simulated modem, the built-in endpoint with its test PKI, and scenarios.
 */
@NullMarked
package dev.parley.sim;

import org.jspecify.annotations.NullMarked;
