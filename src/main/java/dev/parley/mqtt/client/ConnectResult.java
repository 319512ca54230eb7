package dev.parley.mqtt.client;

/**
 * What the broker answered to CONNECT.
 *
 * @param sessionPresent true if it kept subscriptions and messages of an earlier connection
 */
public record ConnectResult(boolean sessionPresent) {}
