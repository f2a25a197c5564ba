using Microsoft.Extensions.Options;

namespace Izzy.Heartbeat.Hosting.Settings;

/// <summary>Says at the start of the host what is wrong with Mother's settings, all of it at once.</summary>
internal sealed class MotherValidation : IValidateOptions<MotherSettings>
{
    public ValidateOptionsResult Validate(string? name, MotherSettings options) => Validation.Of("Mother", options.Problems, () => options.ToOptions().Check());
}

/// <summary>The same for an IZZY's.</summary>
internal sealed class IzzyClientValidation : IValidateOptions<IzzyClientSettings>
{
    public ValidateOptionsResult Validate(string? name, IzzyClientSettings options) => Validation.Of("IzzyClient", options.Problems, () =>
    {
        if (string.IsNullOrEmpty(options.Name))
            throw new ArgumentException("An IZZY needs a name. Give it one by the setting Name, such as sofa-left.");
        options.ToOptions().Check();
    });
}

/// <summary>What both have in common.</summary>
internal static class Validation
{
    public static ValidateOptionsResult Of(string whose, List<string> problems, Action check)
    {
        // What could not be read would be told a second time as what it is not, such as a name that is missing.
        if (problems.Count > 0)
            return ValidateOptionsResult.Fail(problems);
        try
        {
            check();
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException exception)
        {
            return ValidateOptionsResult.Fail($"{whose}: {WhatOf(exception)} Correct its settings, in the configuration or where they are given in code.");
        }
    }

    /// <summary>What the library says of a wrong option, without the name of the parameter that .NET puts behind it.</summary>
    public static string WhatOf(ArgumentException exception) =>
        exception.ParamName is { } name ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : exception.Message;
}
