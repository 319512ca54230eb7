/**
 * MQTT control packets, decoded from bytes. Pure.
 */
@NullMarked
package dev.parley.mqtt;

import org.jspecify.annotations.NullMarked;
