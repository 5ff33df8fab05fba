"""With what the orders are done: a fact that laws of deemed costs ask for, and that records seldom tell."""

from amparo.rules import Category


class Vehicle(Category):
    """With what the orders are done, in the classes that laws of deemed costs tell apart."""

    FOUR_WHEELS = 1
    MOTORCYCLE = 2
    POWERED_BICYCLE = 3
    BICYCLE_OR_FOOT = 4
