/**
 * The TLS client that drives a handshake step by step over any byte transport (Bouncy Castle inside).
 */
@NullMarked
package dev.parley.tls.client;

import org.jspecify.annotations.NullMarked;
