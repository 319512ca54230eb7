/**
 * The built-in endpoint: an MQTT broker behind mutual TLS 1.2 or 1.3 on loopback, its test PKI, and how it misbehaves when a
 * scenario wants it to.
 */
@NullMarked
package dev.parley.sim.endpoint;

import org.jspecify.annotations.NullMarked;
