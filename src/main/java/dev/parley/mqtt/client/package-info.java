/**
 * Our MQTT client interface over any byte stream, with Eclipse Paho behind it.
 */
@NullMarked
package dev.parley.mqtt.client;

import org.jspecify.annotations.NullMarked;
