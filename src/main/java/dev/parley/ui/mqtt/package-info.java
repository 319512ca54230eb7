/**
 * MQTT: subscribe, publish, the messages both ways.
 */
@NullMarked
package dev.parley.ui.mqtt;

import org.jspecify.annotations.NullMarked;
